"""What ``compare`` measures: traits, differences, depth, training. Each module returns a Section; none prints."""
