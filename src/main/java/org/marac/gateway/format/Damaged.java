package org.marac.gateway.format;

/** What a cell says cannot be what somebody wrote, or cannot be read as what its column holds. Never what it says. */
final class Damaged extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;

    /** @param code what is wrong */
    Damaged(String code) {
        super(code, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }
}
