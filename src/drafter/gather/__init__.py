"""Many reports: read, checked, paired, summed, compared; of one folder after another."""
