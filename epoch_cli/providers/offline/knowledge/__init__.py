"""What is known about words, fields and screens: the rows of `patterns/*.toml`, compiled as books that are asked."""
