package org.marac.gateway.audit;

/** The bytes are not a leaf this log writes. The message names the rule, never what the bytes say. */
final class NotALeaf extends Exception {
    private static final long serialVersionUID = 1;

    NotALeaf(String rule) {
        super(rule);
    }
}
