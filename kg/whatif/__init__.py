"""What if: what would have to be otherwise, and the smallest facts that teach a norm."""
