package org.marac.gateway.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/** The characters of an XML document, by the character set it declares for itself (XML 1.0, section 4.3.3). */
final class XmlText {
    private static final int DECLARATION = 200;
    private static final Pattern ENCODING =
            Pattern.compile("^<\\?xml[^>]{0,150}?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");
    /** Those that agree with US-ASCII, in which the declaration itself is written. */
    private static final Map<String, Charset> TAKEN = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "us-ascii", StandardCharsets.US_ASCII,
            "iso-8859-1", StandardCharsets.ISO_8859_1,
            "windows-1252", Charset.forName("windows-1252"));

    private XmlText() {}

    /** The text; what cannot be a character in the declared set is never guessed. */
    static String of(Bytes bytes) throws Refused {
        byte[] all = bytes.toArray();
        boolean marked = all.length >= 3 && all[0] == (byte) 0xef && all[1] == (byte) 0xbb && all[2] == (byte) 0xbf;
        int from = marked ? 3 : 0;
        String start = new String(all, from, Math.min(DECLARATION, all.length - from), StandardCharsets.ISO_8859_1);
        Matcher declared = ENCODING.matcher(start);
        String name = declared.find() ? declared.group(1).toLowerCase(Locale.ROOT) : "utf-8";
        Charset charset = TAKEN.get(name);
        if (charset == null || marked && !charset.equals(StandardCharsets.UTF_8)) {
            throw Refusals.unreadable("character-set");
        }
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(all, from, all.length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusals.unreadable("character-set");
        }
    }
}
