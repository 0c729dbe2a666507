"""What a person sees. The only place with Qt."""
