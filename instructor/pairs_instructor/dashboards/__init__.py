"""The pages of what is published: of a cohort, of the network, and the letter to the sponsor."""
