"""Pages: self-contained HTML with figures that answer to pointer, keys and sliders."""
