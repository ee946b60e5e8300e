package org.marac.gateway.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;

/**
 * What are the exact bytes of an entry, and what do they say? One line of JSON in ASCII, keys in a fixed order, sets
 * sorted: every entry has exactly one form, so reading and writing again gives the same bytes or the leaf is refused.
 */
final class Leaf {
    /** An entry bundle of C2SP tlog-tiles holds the length of an entry in 16 bits. */
    static final int MAXIMUM_BYTES = 65_535;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Leaf() {}

    /**
     * The bytes of an entry at its place.
     *
     * @throws IllegalArgumentException when the entry holds a text the log does not take, or is too large
     */
    static byte[] write(Position position, String software, Entry entry) {
        ObjectNode leaf = JSON.createObjectNode();
        LeafWriter.write(leaf, position, software, entry);
        byte[] bytes;
        try {
            bytes = JSON.writeValueAsBytes(leaf);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts and numbers can always be written", e);
        }
        if (bytes.length > MAXIMUM_BYTES) {
            throw new IllegalArgumentException("An audit entry has at most " + MAXIMUM_BYTES + " bytes");
        }
        return bytes;
    }

    /**
     * What the bytes say.
     *
     * @throws NotALeaf when these are not bytes that {@link #write} gives for any entry
     */
    static Logged read(byte[] bytes) throws NotALeaf {
        if (bytes.length > MAXIMUM_BYTES) {
            throw new NotALeaf("larger than an entry may be");
        }
        Logged logged;
        byte[] again;
        try {
            JsonNode tree = JSON.readTree(bytes);
            logged = LeafReader.read(new Fields(tree));
            again = write(logged.position(), logged.software(), logged.entry());
        } catch (IOException e) {
            // The library's message quotes the input, so it is dropped.
            throw new NotALeaf("not JSON");
        } catch (RuntimeException e) {
            // Constructors and parsers of values throw many kinds on hostile input; each means the same here.
            throw new NotALeaf("a field is missing, or its text is not of a form the log takes");
        }
        if (!Arrays.equals(bytes, again)) {
            throw new NotALeaf("not in the one form of its entry");
        }
        return logged;
    }
}
