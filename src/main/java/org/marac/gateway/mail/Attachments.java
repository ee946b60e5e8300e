package org.marac.gateway.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/**
 * What a mail carries. Its words are not read but for their first line, nothing is rendered and nothing is fetched; each part is
 * taken by itself and never joined with another.
 */
final class Attachments {
    private static final int MOST_PARTS = 100;
    private static final int DEEPEST = 8;
    private static final int MOST_WORDS = 1_000;

    private static final Map<String, MediaType> ENDINGS = Map.of(
            ".marac.json", MediaType.CANONICAL,
            ".fhir.json", MediaType.FHIR_JSON,
            ".fhir.xml", MediaType.FHIR_XML,
            ".hl7", MediaType.HL7,
            ".json", MediaType.JSON,
            ".xml", MediaType.XML);
    private static final List<String> ARCHIVES =
            List.of("7z\u00bc\u00af'\u001c", "Rar!", "\u001f\u008b", "BZh", "\u00fd7zXZ");
    private static final Set<String> NOT_OPENED =
            Set.of("message/rfc822", "message/global", "message/partial", "message/external-body", "multipart/signed");

    private final List<File> files = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();
    private int parts;
    private Optional<String> words = Optional.empty();

    private Attachments() {}

    /**
     * A file.
     *
     * @param number which of the parts that are not text, from 1
     * @param type where it is one message and no table or form
     */
    record File(int number, Optional<MediaType> type, Bytes bytes) {}

    /**
     * A part that is not taken.
     *
     * @param refusal why
     */
    record Left(int number, Bytes bytes, Refusal refusal) {}

    static Attachments of(Entity content) throws Refused {
        Attachments all = new Attachments();
        all.add(content, 0);
        return all;
    }

    List<File> files() {
        return List.copyOf(files);
    }

    List<Left> left() {
        return List.copyOf(left);
    }

    /** The first line that says anything of the first text. */
    Optional<String> firstLine() {
        return words;
    }

    /** What a part is called as a file, in lower case. */
    static Optional<String> file(Entity part) throws Refused {
        Optional<MimeType> disposition = part.disposition();
        return disposition
                .flatMap(d -> d.file("filename"))
                .or(() -> nameOf(part))
                .map(name -> name.strip().toLowerCase(Locale.ROOT));
    }

    private static Optional<String> nameOf(Entity part) {
        try {
            return part.type().file("name");
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    private void add(Entity part, int depth) throws Refused {
        if (depth > DEEPEST) {
            throw new Refused(Refusal.of(RefusalCode.UNREADABLE, "nested-too-deeply"));
        }
        MimeType type = part.type();
        if (type.isMultipart() && !NOT_OPENED.contains(type.name())) {
            for (Entity each : part.parts(MOST_PARTS)) {
                if (++parts > MOST_PARTS) {
                    throw new Refused(Refusal.of(RefusalCode.UNREADABLE, "too-many-parts"));
                }
                add(each, depth + 1);
            }
        } else {
            leaf(part, type);
        }
    }

    private void leaf(Entity part, MimeType type) throws Refused {
        Optional<String> name = file(part);
        boolean attached = name.isPresent()
                || part.disposition().filter(d -> d.name().equals("attachment")).isPresent();
        if (!attached && type.name().equals("text/plain")) {
            words = words.or(() -> firstLineOf(part));
            return;
        }
        boolean shown = type.name().equals("text/html") && !attached
                || type.name().startsWith("image/")
                        && part.disposition()
                                .filter(d -> d.name().equals("attachment"))
                                .isEmpty();
        if (shown) {
            // For people to look at, which nobody here does.
            return;
        }
        int number = files.size() + left.size() + 1;
        if (NOT_OPENED.contains(type.name())) {
            left.add(new Left(number, Bytes.of(part.raw()), Refusal.of(RefusalCode.UNSUPPORTED, "mail-within-mail")));
            return;
        }
        byte[] bytes = part.decoded();
        if (isArchive(bytes)) {
            left.add(new Left(number, Bytes.of(bytes), Refusal.of(RefusalCode.UNSUPPORTED, "archive")));
        } else {
            files.add(new File(number, media(type, name), Bytes.of(bytes)));
        }
    }

    private static Optional<MediaType> media(MimeType type, Optional<String> name) {
        Optional<MediaType> said = MediaType.of(type.name()).filter(m -> m != MediaType.CMS && m != MediaType.ROW);
        boolean vague = said.isEmpty() || said.get() == MediaType.JSON || said.get() == MediaType.XML;
        Optional<MediaType> called = name.flatMap(n -> ENDINGS.keySet().stream()
                .filter(n::endsWith)
                .max(java.util.Comparator.comparing(String::length))
                .map(ENDINGS::get));
        return vague && called.isPresent() ? called : said;
    }

    private static boolean isArchive(byte[] bytes) {
        String begin = new String(bytes, 0, Math.min(bytes.length, 8), StandardCharsets.ISO_8859_1);
        return ARCHIVES.stream().anyMatch(begin::startsWith);
    }

    private static Optional<String> firstLineOf(Entity part) {
        try {
            byte[] bytes = part.decoded();
            return new String(bytes, 0, Math.min(bytes.length, MOST_WORDS), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst();
        } catch (Refused e) {
            return Optional.empty();
        }
    }
}
