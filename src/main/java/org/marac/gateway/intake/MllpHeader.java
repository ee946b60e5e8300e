package org.marac.gateway.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MessageId;

/**
 * What an acknowledgement repeats of the message's header (MSH), taken from whatever came: byte for byte, because an answer must be
 * possible where nothing else can be read.
 *
 * @param delimiters field separator and encoding characters; the usual ones where the sender's cannot carry our words
 * @param fields MSH-1 stands at index 1
 */
record MllpHeader(String delimiters, List<String> fields) {
    private static final String USUAL = "|^~\\&";
    /** Stand in our own words, or in Base64. */
    private static final Pattern WORDS = Pattern.compile(".*[A-Za-z0-9 ,.\\-'+/=:\\[\\]()].*");

    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_FIELD = 300;

    MllpHeader {
        fields = List.copyOf(fields);
    }

    static MllpHeader of(Bytes message) {
        byte[] bytes = message.toArray();
        // In ISO 8859-1 every byte is a character and comes back as the same byte.
        String start = new String(bytes, 0, Math.min(bytes.length, LONGEST_LINE), StandardCharsets.ISO_8859_1);
        String line = start.lines().findFirst().orElse("");
        if (!line.startsWith("MSH") || line.length() < 8) {
            return new MllpHeader(USUAL, List.of());
        }
        List<String> cut = List.of(line.split(Pattern.quote(line.substring(3, 4)), -1));
        String delimiters = line.substring(3, 4) + cut.get(1);
        boolean usable = cut.get(1).length() >= 4 && !WORDS.matcher(delimiters).matches();
        List<String> fields = new ArrayList<>(List.of("MSH"));
        fields.addAll(cut);
        fields.set(1, line.substring(3, 4));
        return new MllpHeader(usable ? delimiters.substring(0, 5) : USUAL, usable ? fields : List.of());
    }

    /** A field as it stands there; empty text where there is none. */
    String raw(int field) {
        String text = field < fields.size() ? fields.get(field) : "";
        return text.length() > LONGEST_FIELD ? "" : text.replaceAll("\\p{Cntrl}", "");
    }

    /** A component of a field. */
    String part(int field, int number) {
        String[] parts = raw(field).split(Pattern.quote(delimiters.substring(1, 2)), -1);
        return number <= parts.length ? parts[number - 1].strip() : "";
    }

    /** Whether the sender asks for enhanced acknowledgement: MSH-15 or MSH-16 says something. */
    boolean isEnhanced() {
        return !raw(15).isBlank() || !raw(16).isBlank();
    }

    /** The version as a number, for example 2.5; what cannot be read counts as 2.5. */
    double version() {
        String version = part(12, 1);
        return version.matches("2\\.[0-9](\\.[0-9])?") ? Double.parseDouble(version.substring(0, 3)) : 2.5;
    }

    /** The same sending application, facility and control id on every retry (MSH-3, MSH-4, MSH-10); empty without a control id. */
    Optional<MessageId> transmission() {
        if (raw(10).isBlank()) {
            return Optional.empty();
        }
        String named = String.join("\r", raw(3), raw(4), raw(10));
        return Optional.of(new MessageId(
                "mllp-" + Digest.of(named.getBytes(StandardCharsets.ISO_8859_1)).hex()));
    }
}
