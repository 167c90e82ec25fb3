"""Reading finished reports back: files of five kinds, one aligner by label."""
