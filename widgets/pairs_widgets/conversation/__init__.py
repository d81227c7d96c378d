"""The pair conversation: seal, meet, pick, talk, one sentence, and then all the rest."""
