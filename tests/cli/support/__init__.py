"""What the tests of the program share: a portal, a workbench, golden texts."""
