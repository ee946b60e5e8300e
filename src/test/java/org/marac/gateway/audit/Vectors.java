package org.marac.gateway.audit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Known answers of other makers of Merkle logs, read where they are. */
final class Vectors {
    private static final Path FOLDER = Path.of("../shared/inputs/vectors");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The leaves of the log that Tessera publishes, and its key, which signs nothing else. */
    static final List<byte[]> TESSERA = Stream.of(
                    "one two three four five six seven eit nain ten ileven twelf threeten fourten fivten".split(" "))
            .map(leaf -> leaf.getBytes(StandardCharsets.UTF_8))
            .toList();

    static final String TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
    /** The private half, published with it: type and seed. */
    static final String TESSERA_PRIVATE = "AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg";

    private Vectors() {}

    static Path folder(String name) {
        Path folder = FOLDER.resolve(name);
        assumeTrue(Files.isDirectory(folder), "Skipped: the known answers in " + folder + " are not at hand");
        return folder;
    }

    static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] base64(JsonNode node) {
        return node == null || node.isNull() ? new byte[0] : Base64.getDecoder().decode(node.textValue());
    }

    static List<byte[]> hashes(JsonNode node) {
        List<byte[]> hashes = new ArrayList<>();
        if (node != null && !node.isNull()) {
            node.forEach(hash -> hashes.add(base64(hash)));
        }
        return hashes;
    }

    /** The definition of RFC 9162 section 2.1.1, word for word and slowly. */
    static byte[] naive(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return Merkle.empty();
        }
        if (leaves.size() == 1) {
            return Merkle.leaf(leaves.get(0));
        }
        int k = 1;
        while (k * 2 < leaves.size()) {
            k *= 2;
        }
        return Merkle.node(naive(leaves.subList(0, k)), naive(leaves.subList(k, leaves.size())));
    }

    /** Subtrees of leaves, by the definition. */
    static Merkle.Subtrees subtrees(List<byte[]> leaves) {
        return (level, index) -> {
            int from = Math.toIntExact(index << level);
            return naive(leaves.subList(from, from + (1 << level)));
        };
    }

    static List<byte[]> leaves(int count) {
        byte[][] leaves = new byte[count][];
        Arrays.setAll(leaves, i -> ("leaf " + i).getBytes(StandardCharsets.UTF_8));
        return List.of(leaves);
    }
}
