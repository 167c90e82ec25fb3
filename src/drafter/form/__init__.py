"""What a report form is, and the loader that makes one from form.yaml."""
