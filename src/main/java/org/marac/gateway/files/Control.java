package org.marac.gateway.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.Digest;

/**
 * What does a control file say? The SHA-256 of the finished file, as {@code sha256sum} prints it or after {@code sha256=}. A
 * count of rows may stand beside it; the digest says more.
 *
 * @param sha256 of exactly the file's bytes
 */
record Control(Digest sha256) {
    /** Longer than any of them. */
    static final int LONGEST = 4096;

    private static final Pattern SHA256 = Pattern.compile("(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])");

    /** Empty while there is no whole digest in it: then it is not finished itself. */
    static Optional<Control> read(String text) {
        Matcher digest = SHA256.matcher(text);
        return digest.find() ? Optional.of(new Control(Digest.parse(digest.group()))) : Optional.empty();
    }
}
