package org.marac.gateway.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Marks that must stand nowhere. Looks for them as text in three encodings whatever the case, with and without their
 * spaces, as hexadecimal, in Base64 at every alignment, percent-encoded, and inside whatever zlib can inflate.
 */
final class Canaries {
    private static final int HASH_BITS = 20;
    private static final int MOST_INFLATED = 1 << 20;

    private final Search folded = new Search();
    private final Search exact = new Search();

    Canaries(Collection<String> marks) {
        for (String mark : marks) {
            for (String form : Set.copyOf(
                    List.of(mark, mark.replace(" ", ""), mark.replace(" ", "%20"), mark.replace(" ", "+")))) {
                String lower = form.toLowerCase(Locale.ROOT);
                for (Charset charset :
                        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
                    folded.add(lower.getBytes(charset), mark + " as " + charset);
                    folded.add(hex(form.getBytes(charset)), mark + " as hexadecimal");
                }
                for (int before = 0; before < 3; before++) {
                    exact.add(base64(form.getBytes(StandardCharsets.UTF_8), before), mark + " as Base64");
                }
            }
        }
    }

    /** What was found where, in every file below the directory and in their names. */
    Set<String> in(Path directory) {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                found.addAll(in(file.toString().getBytes(StandardCharsets.UTF_8), "the name of " + file));
                if (Files.isRegularFile(file)) {
                    found.addAll(in(bytes(file), file.toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    Set<String> in(String text, String where) {
        return in(text.getBytes(StandardCharsets.UTF_8), where);
    }

    /** What was found in these bytes. */
    Set<String> in(byte[] bytes, String where) {
        Set<String> found = plain(bytes, where);
        for (int at = 0; at + 2 < bytes.length; at++) {
            if (bytes[at] == 0x78 && ((bytes[at] << 8) + (bytes[at + 1] & 0xff)) % 31 == 0) {
                found.addAll(plain(inflated(bytes, at, false), where + ", inflated"));
            } else if (bytes[at] == 0x1f && (bytes[at + 1] & 0xff) == 0x8b && bytes[at + 2] == 8) {
                found.addAll(plain(inflated(bytes, at + 10, true), where + ", unzipped"));
            }
        }
        return found;
    }

    private Set<String> plain(byte[] bytes, String where) {
        Set<String> found = new TreeSet<>();
        exact.in(bytes).forEach(what -> found.add(where + ": " + what));
        byte[] lower = bytes.clone();
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] += 'a' - 'A';
            }
        }
        folded.in(lower).forEach(what -> found.add(where + ": " + what));
        return found;
    }

    /** Nothing of a file that went while we looked, as a running gateway's do. */
    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private static byte[] inflated(byte[] bytes, int from, boolean raw) {
        Inflater inflater = new Inflater(raw);
        byte[] out = new byte[4096];
        int length = 0;
        try {
            inflater.setInput(bytes, Math.min(from, bytes.length), Math.max(0, bytes.length - from));
            for (int more = inflater.inflate(out); more > 0 && length + more < MOST_INFLATED; ) {
                length += more;
                out = length == out.length ? java.util.Arrays.copyOf(out, 2 * length) : out;
                more = inflater.inflate(out, length, out.length - length);
            }
        } catch (DataFormatException e) {
            // Only looked like it; what came out so far is looked through all the same.
            return java.util.Arrays.copyOf(out, length);
        } finally {
            inflater.end();
        }
        return java.util.Arrays.copyOf(out, length);
    }

    private static byte[] hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
    }

    /** The characters that stay the same whatever stands around the text. */
    private static byte[] base64(byte[] text, int before) {
        byte[] padded = new byte[before + text.length];
        System.arraycopy(text, 0, padded, before, text.length);
        byte[] encoded = Base64.getEncoder().withoutPadding().encode(padded);
        int from = before == 0 ? 0 : before + 1;
        int until = padded.length / 3 * 4;
        return java.util.Arrays.copyOfRange(encoded, from, until);
    }

    /** Many needles at once: a bit set over the first four bytes lets nearly every position pass at once. */
    private static final class Search {
        private final BitSet starts = new BitSet(1 << HASH_BITS);
        private final Map<Integer, List<Needle>> needles = new HashMap<>();

        private record Needle(byte[] bytes, String what) {}

        void add(byte[] bytes, String what) {
            int key = key(bytes, 0);
            starts.set(hash(key));
            needles.computeIfAbsent(key, k -> new ArrayList<>()).add(new Needle(bytes, what));
        }

        Set<String> in(byte[] hay) {
            Set<String> found = new TreeSet<>();
            for (int at = 0; at + 4 <= hay.length; at++) {
                int key = key(hay, at);
                if (starts.get(hash(key))) {
                    for (Needle needle : needles.getOrDefault(key, List.of())) {
                        if (stands(needle.bytes(), hay, at)) {
                            found.add(needle.what());
                        }
                    }
                }
            }
            return found;
        }

        private static boolean stands(byte[] needle, byte[] hay, int at) {
            return at + needle.length <= hay.length
                    && java.util.Arrays.equals(needle, 0, needle.length, hay, at, at + needle.length);
        }

        private static int key(byte[] bytes, int at) {
            return (bytes[at] << 24)
                    | (bytes[at + 1] & 0xff) << 16
                    | (bytes[at + 2] & 0xff) << 8
                    | (bytes[at + 3] & 0xff);
        }

        private static int hash(int key) {
            return (key * 0x9e3779b1) >>> (32 - HASH_BITS);
        }
    }
}
