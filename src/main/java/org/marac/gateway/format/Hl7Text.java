package org.marac.gateway.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/**
 * The text of an HL7 v2 message (ER7 encoding): in the character set that MSH-18 names (HL7 table 0211), and bounded before a parser
 * sees it.
 */
final class Hl7Text {
    private static final int LARGEST = 4 * 1024 * 1024;
    /** Fields, repetitions and components: far more than any message has, and far fewer than memory. */
    private static final int MOST_PARTS = 50_000;

    private static final int LONGEST_HEADER = 8192;
    private static final int CHARACTER_SET = 18;
    /** A byte order mark in UTF-8, as it looks in ISO 8859-1. */
    private static final String MARK = "\u00ef\u00bb\u00bf";

    /**
     * What is sent as ISO 8859-1 is in the field windows-1252: the two differ only where ISO 8859-1 has control characters
     * (WHATWG Encoding Standard).
     */
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private static final Map<String, Charset> NAMES = Map.of(
            "ASCII",
            StandardCharsets.US_ASCII,
            "8859/1",
            WINDOWS,
            "ISO-8859-1",
            WINDOWS,
            "ISO8859-1",
            WINDOWS,
            "8859/15",
            Charset.forName("ISO-8859-15"),
            "WINDOWS-1252",
            WINDOWS,
            "UNICODE UTF-8",
            StandardCharsets.UTF_8,
            "UTF-8",
            StandardCharsets.UTF_8,
            "UTF8",
            StandardCharsets.UTF_8);

    private Hl7Text() {}

    /**
     * The header alone, whose codes are readable in every character set that is taken: what is none of ours is said to be
     * that before anything else is found wrong with it.
     */
    static Hl7Header header(Bytes bytes) throws Refused {
        byte[] all = bytes.toArray();
        String start = new String(all, 0, Math.min(all.length, LONGEST_HEADER), StandardCharsets.ISO_8859_1);
        String line = start.lines().findFirst().orElse("");
        String plain = line.startsWith(MARK) ? line.substring(MARK.length()) : line;
        if (!plain.startsWith("MSH") || plain.length() < 8 || Character.isLetterOrDigit(plain.charAt(3))) {
            throw Refusals.unreadable("not-hl7-v2");
        }
        return Hl7Header.split(plain);
    }

    /**
     * The text, each segment ended by CR.
     *
     * @throws Refused {@code UNREADABLE}: not HL7 v2, not in the character set it names, or made of too many parts
     */
    static String of(Bytes bytes) throws Refused {
        if (bytes.size() > LARGEST) {
            throw Refusals.unreadable("too-large");
        }
        String text = decode(header(bytes), bytes.toArray());
        String plain = (text.startsWith("\ufeff") ? text.substring(1) : text)
                .replace("\r\n", "\r")
                .replace('\n', '\r');
        bounded(plain);
        return plain;
    }

    private static void bounded(String text) throws Refused {
        String delimiters = text.substring(3, 8) + "\r";
        int parts = 0;
        for (int i = 0; i < text.length(); i++) {
            if (delimiters.indexOf(text.charAt(i)) >= 0 && ++parts > MOST_PARTS) {
                throw Refusals.unreadable("too-many");
            }
        }
    }

    private static String decode(Hl7Header header, byte[] bytes) throws Refused {
        Optional<String> named = header.part(CHARACTER_SET, 1).map(name -> name.toUpperCase(Locale.ROOT));
        if (named.isEmpty()) {
            // Nothing named is ASCII. What is more was written as UTF-8 where it can be read so, because other text
            // with letters beyond ASCII almost never can, and as windows-1252 where it cannot.
            return in(StandardCharsets.UTF_8, bytes)
                    .or(() -> in(WINDOWS, bytes))
                    .orElseThrow(() -> Refusals.unreadable("character-set"));
        }
        Charset charset = NAMES.get(named.get());
        if (charset == null) {
            throw Refusals.unsupported("character-set-not-supported");
        }
        return in(charset, bytes).orElseThrow(() -> Refusals.unreadable("character-set"));
    }

    private static Optional<String> in(Charset charset, byte[] bytes) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
