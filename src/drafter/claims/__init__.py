"""What prose says about numbers: claims, read from a text by a grammar over a form's words."""
