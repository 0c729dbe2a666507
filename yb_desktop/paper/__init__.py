"""What offices print: frozen values in, PDF bytes out; and papers read back."""
