-- Until when was the log written, by the clocks of then? Asked every second, and of what may be many checkpoints.
CREATE INDEX audit_checkpoint_signed ON audit_checkpoint (signed_at);
