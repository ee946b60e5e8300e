package org.marac.gateway.format;

/** Why a mapping file cannot be used, and where. These files hold no personal data, so the words may quote them. */
final class Flawed extends Exception {
    private static final long serialVersionUID = 1;

    private final String file;
    private final int line;
    private final String says;

    /**
     * @param file its name
     * @param line from 1
     * @param says what is wrong
     */
    Flawed(String file, int line, String says) {
        super(says);
        this.file = file;
        this.line = Math.max(1, line);
        this.says = says;
    }

    String file() {
        return file;
    }

    int line() {
        return line;
    }

    String says() {
        return says;
    }
}
