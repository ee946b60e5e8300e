package org.marac.gateway.format;

/** What a cell says cannot be what somebody wrote, or cannot be read as what its column holds. Never what it says. */
final class Damaged extends Exception {
    private static final long serialVersionUID = 1;

    /** @param code what is wrong */
    Damaged(String code) {
        super(code, null, false, false);
    }

    String code() {
        return getMessage();
    }
}
