package org.marac.gateway.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/**
 * A mail or a part of one (RFC 5322, RFC 2045): its header fields and where its body lies in bytes that are never changed, because a signature is over
 * exactly those. Strict: what two readers could read in two ways is refused.
 */
final class Entity {
    private static final int LONGEST_HEADER = 64 * 1024;
    private static final int MOST_FIELDS = 500;

    private final byte[] source;
    private final int from;
    private final int body;
    private final int end;
    private final Map<String, List<String>> fields;

    private Entity(byte[] source, int from, int body, int end, Map<String, List<String>> fields) {
        this.source = source;
        this.from = from;
        this.body = body;
        this.end = end;
        this.fields = fields;
    }

    /** A whole mail, in the canonical form of RFC 8551 section 3.1.1: every line ends in CR LF. */
    static Entity mail(byte[] raw) throws Refused {
        return of(canonical(raw));
    }

    static Entity of(byte[] source) throws Refused {
        return read(source, 0, source.length);
    }

    static Refused notMime() {
        return new Refused(Refusal.of(RefusalCode.UNREADABLE, "not-mime"));
    }

    /** The only field of the name, unfolded; empty when there is none. */
    Optional<String> field(String name) throws Refused {
        List<String> found = fields.getOrDefault(name, List.of());
        if (found.size() > 1) {
            throw notMime();
        }
        return found.stream().findFirst();
    }

    /** All fields of the name. */
    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    MimeType type() throws Refused {
        return MimeType.of(field("content-type").orElse("text/plain"));
    }

    Optional<MimeType> disposition() throws Refused {
        Optional<String> said = field("content-disposition");
        return said.isPresent() ? Optional.of(MimeType.of(said.get())) : Optional.empty();
    }

    /** The exact bytes, header included. */
    byte[] raw() {
        return Arrays.copyOfRange(source, from, end);
    }

    /** The body with its transfer encoding taken off. */
    byte[] decoded() throws Refused {
        byte[] bytes = Arrays.copyOfRange(source, body, end);
        String encoding =
                field("content-transfer-encoding").orElse("7bit").strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "7bit", "8bit", "binary" -> bytes;
            case "base64" -> base64(bytes);
            case "quoted-printable" -> Quoted.printable(bytes);
            default -> throw notMime();
        };
    }

    /** The parts of a multipart body (RFC 2046 section 5.1). */
    List<Entity> parts(int most) throws Refused {
        String boundary = type().parameter("boundary")
                .filter(b -> !b.isEmpty() && b.length() <= 70)
                .orElseThrow(Entity::notMime);
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        List<Entity> parts = new ArrayList<>();
        int begun = -1;
        for (int line = body; line < end; line = next(line)) {
            int after = line + delimiter.length;
            if (!startsWith(line, delimiter) || !isBlankBut(after, next(line))) {
                continue;
            }
            if (begun >= 0) {
                if (parts.size() == most) {
                    throw new Refused(Refusal.of(RefusalCode.UNREADABLE, "too-many-parts"));
                }
                parts.add(read(source, begun, withoutLineEnd(begun, line)));
            }
            if (startsWith(after, new byte[] {'-', '-'})) {
                return parts;
            }
            begun = next(line);
        }
        // Without its end nobody knows how much is missing.
        throw notMime();
    }

    private static Entity read(byte[] source, int from, int end) throws Refused {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        Entity whole = new Entity(source, from, from, end, fields);
        int count = 0;
        int line = from;
        while (line < end) {
            int next = whole.next(line);
            if (whole.isBlank(line, next)) {
                return new Entity(source, from, next, end, fields);
            }
            int field = line;
            while (next < end
                    && (source[next] == ' ' || source[next] == '\t')
                    && !whole.isBlank(next, whole.next(next))) {
                next = whole.next(next);
            }
            if (next - from > LONGEST_HEADER || ++count > MOST_FIELDS) {
                throw new Refused(Refusal.of(RefusalCode.UNREADABLE, "header-too-large"));
            }
            add(fields, new String(source, field, next - field, StandardCharsets.ISO_8859_1));
            line = next;
        }
        return new Entity(source, from, end, end, fields);
    }

    private static void add(Map<String, List<String>> fields, String field) throws Refused {
        int colon = field.indexOf(':');
        String name = colon < 0 ? "" : field.substring(0, colon).stripTrailing();
        if (!name.matches("[!-9;-~]+")) {
            throw notMime();
        }
        String value =
                field.substring(colon + 1).replaceAll("\r?\n(?=[ \t])", "").strip();
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            throw notMime();
        }
        fields.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                .add(value);
    }

    private static byte[] base64(byte[] bytes) throws Refused {
        try {
            ByteArrayOutputStream digits = new ByteArrayOutputStream(bytes.length);
            for (byte each : bytes) {
                if (each != '\r' && each != '\n' && each != ' ' && each != '\t') {
                    digits.write(each);
                }
            }
            return Base64.getDecoder().decode(digits.toByteArray());
        } catch (IllegalArgumentException e) {
            throw new Refused(Refusal.of(RefusalCode.UNREADABLE, "not-base64"));
        }
    }

    private static byte[] canonical(byte[] raw) {
        if (IntStream.range(0, raw.length).noneMatch(i -> isBare(raw, i))) {
            return raw;
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream(raw.length + 1024);
        for (int i = 0; i < raw.length; i++) {
            if (isBare(raw, i)) {
                lines.write('\r');
            }
            lines.write(raw[i]);
        }
        return lines.toByteArray();
    }

    private static boolean isBare(byte[] raw, int i) {
        return raw[i] == '\n' && (i == 0 || raw[i - 1] != '\r');
    }

    /** Where the next line begins. */
    private int next(int line) {
        for (int i = line; i < end; i++) {
            if (source[i] == '\n') {
                return i + 1;
            }
        }
        return end;
    }

    private boolean isBlank(int line, int next) {
        return next - line <= 2 && (source[line] == '\n' || next - line == 2 && source[line] == '\r');
    }

    /** Whether nothing but the two hyphens of a last delimiter and white space follows. */
    private boolean isBlankBut(int after, int next) {
        String rest = new String(source, after, Math.max(0, next - after), StandardCharsets.ISO_8859_1);
        return rest.isBlank() || rest.startsWith("--") && rest.substring(2).isBlank();
    }

    private boolean startsWith(int at, byte[] wanted) {
        return at + wanted.length <= end && Arrays.equals(source, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /** The line end before a delimiter belongs to the delimiter. */
    private int withoutLineEnd(int begun, int line) {
        int last = line;
        if (last > begun && source[last - 1] == '\n') {
            last--;
        }
        return last > begun && source[last - 1] == '\r' ? last - 1 : last;
    }
}
