"""Changes to a document that exists: sentences, targets, handlers, each patch proposed to a draft first."""
