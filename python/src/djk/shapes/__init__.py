"""What crosses between Python and the browser: annotations, read once into plain values."""
