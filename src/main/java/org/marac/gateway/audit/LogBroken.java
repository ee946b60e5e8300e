package org.marac.gateway.audit;

/**
 * The stored log contradicts what was signed before. Nothing more is signed and no software repairs this: a person must
 * look, compare with the checkpoints in agencies' receipts, and decide.
 */
public final class LogBroken extends RuntimeException {
    private static final long serialVersionUID = 1;

    LogBroken(String what) {
        super(what);
    }
}
