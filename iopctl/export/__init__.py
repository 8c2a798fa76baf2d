"""The same facts in the formats of others, one file each: text comes out, nothing is printed."""
