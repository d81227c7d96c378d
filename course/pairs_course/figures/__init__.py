"""What is published: figures that give nobody away, and the letter to the sponsor."""
