package org.marac.gateway.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with signatures below it that people can read and programs can check (C2SP signed-note).
 *
 * @param text what is signed; ends with a line feed
 * @param signatures who signed
 */
record SignedNote(String text, List<Line> signatures) {
    private static final int MAXIMUM_BYTES = 65_536;
    private static final int MAXIMUM_SIGNATURES = 64;
    private static final String PARAGRAPH = "\n\n";
    private static final Pattern LINE = Pattern.compile("\u2014 ([^\\s+\\p{Z}]{1,255}) ([A-Za-z0-9+/]+={0,2})");

    SignedNote {
        signatures = List.copyOf(signatures);
    }

    /**
     * A signature line.
     *
     * @param name of the key
     * @param signed key id and signature
     */
    record Line(String name, byte[] signed) {
        boolean isOf(VerifierKey key) {
            return name.equals(key.name()) && Arrays.equals(Arrays.copyOf(signed, VerifierKey.ID), key.id());
        }

        byte[] signature() {
            return Arrays.copyOfRange(signed, VerifierKey.ID, signed.length);
        }
    }

    /**
     * Reads a note without believing it.
     *
     * @throws Unproven when it is not a note
     */
    static SignedNote parse(byte[] bytes) throws Unproven {
        if (bytes.length > MAXIMUM_BYTES) {
            throw new Unproven("the note is larger than a note may be");
        }
        String note = decode(bytes);
        if (note.chars().anyMatch(c -> c != '\n' && (c < 0x20 || c == 0x7f))) {
            throw new Unproven("the note holds a control character");
        }
        int end = note.lastIndexOf(PARAGRAPH);
        if (end < 0 || !note.endsWith("\n")) {
            throw new Unproven("the note has no signatures below a blank line");
        }
        String text = note.substring(0, end + 1);
        String below = note.substring(end + PARAGRAPH.length());
        if (below.isEmpty()) {
            throw new Unproven("the note has no signature");
        }
        List<Line> lines = new ArrayList<>();
        for (String line : below.substring(0, below.length() - 1).split("\n", -1)) {
            lines.add(line(line));
        }
        if (lines.size() > MAXIMUM_SIGNATURES) {
            throw new Unproven("the note has more signatures than a note may have");
        }
        return new SignedNote(text, lines);
    }

    /**
     * Whether the key signed this text: at least one signature is the key's, and none that says so is false.
     *
     * @throws Unproven when not
     */
    void verify(VerifierKey key) throws Unproven {
        List<Line> known = signatures.stream().filter(line -> line.isOf(key)).toList();
        if (known.isEmpty()) {
            throw new Unproven("the note is not signed by the key of the log");
        }
        for (Line line : known) {
            if (!key.verifies(text, line.signature())) {
                throw new Unproven("a signature of the note does not verify");
            }
        }
    }

    /** A signature line. */
    static String line(VerifierKey key, byte[] signature) {
        String signed = Base64.getEncoder().encodeToString(VerifierKey.join(key.id(), signature));
        return "\u2014 " + key.name() + " " + signed + "\n";
    }

    private static Line line(String line) throws Unproven {
        Matcher form = LINE.matcher(line);
        if (!form.matches()) {
            throw new Unproven("a signature line is not of its form");
        }
        byte[] signed = base64(form.group(2));
        if (signed.length <= VerifierKey.ID) {
            throw new Unproven("a signature is too short");
        }
        return new Line(form.group(1), signed);
    }

    /** Reads base64 in its one form: no bit of the text is free to change. */
    static byte[] base64(String text) throws Unproven {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new Unproven("base64 is not of its form");
        }
        throw new Unproven("base64 is not of its one form");
    }

    private static String decode(byte[] bytes) throws Unproven {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Unproven("the note is not UTF-8");
        }
    }
}
