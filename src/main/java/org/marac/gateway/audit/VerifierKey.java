package org.marac.gateway.audit;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose signature is it? The verifier key ("vkey") of C2SP signed-note: {@code <name>+<key id>+<base64 key>}, the name of
 * the key being the origin of the log.
 */
public final class VerifierKey {
    static final int ID = 4;
    private static final byte ED25519 = 1;
    private static final Pattern NAME = Pattern.compile("[!-*,-~]{1,255}");
    private static final Pattern FORM = Pattern.compile("([!-*,-~]{1,255})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/]{44})");

    private final String name;
    private final byte[] raw;
    private final PublicKey key;

    VerifierKey(String name, byte[] raw) throws InvalidKeySpecException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("The name of a log key is printable ASCII without blank and plus");
        }
        this.name = name;
        this.raw = raw.clone();
        this.key = Ed25519.publicKey(raw);
    }

    /**
     * Reads a verifier key.
     *
     * @throws Unproven when it is not one of type Ed25519, or its key id is not that of the key
     */
    public static VerifierKey parse(String text) throws Unproven {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Unproven("a verifier key is <name>+<8 hex digits>+<base64 key>");
        }
        byte[] typed = Base64.getDecoder().decode(form.group(3));
        if (typed[0] != ED25519) {
            throw new Unproven("the verifier key is not of type Ed25519");
        }
        VerifierKey key;
        try {
            key = new VerifierKey(form.group(1), Arrays.copyOfRange(typed, 1, typed.length));
        } catch (InvalidKeySpecException e) {
            throw new Unproven("the verifier key is not a point of the curve");
        }
        if (!key.text().equals(text)) {
            throw new Unproven("the key id is not that of the verifier key");
        }
        return key;
    }

    /** The name of the key, which is the origin of the log. */
    public String name() {
        return name;
    }

    /** The text form. */
    public String text() {
        return name + "+" + HexFormat.of().formatHex(id()) + "+"
                + Base64.getEncoder().encodeToString(typed());
    }

    byte[] id() {
        byte[] digest = Merkle.sha256().digest(join((name + "\n").getBytes(StandardCharsets.UTF_8), typed()));
        return Arrays.copyOf(digest, ID);
    }

    /** Whether the signature is this key's over exactly this text. */
    boolean verifies(String text, byte[] signature) {
        return Ed25519.verify(key, text.getBytes(StandardCharsets.UTF_8), signature);
    }

    private byte[] typed() {
        return join(new byte[] {ED25519}, raw);
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return text();
    }
}
