package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Keys and values of a mapping file. Whoever asks for a key answers for it; a key nobody asked for is an error. */
final class MappingBlock {
    // Read as text by YAML 1.2, as something else by YAML 1.1, or the other way round.
    private static final Pattern AMBIGUOUS = Pattern.compile("(?i)|~|null|y|n|yes|no|on|off|true|false|=|<<"
            + "|[-+]?\\.(inf|nan)|\\.nan|[-+]?[0-9][0-9_,]*(\\.[0-9_]*)?(e[-+]?[0-9]+)?|[-+]?\\.[0-9_]+(e[-+]?[0-9]+)?"
            + "|0[xob][0-9a-f_]+|[-+]?[0-9]+(:[0-9]+)+(\\.[0-9]*)?");
    private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final MappingFile file;
    private final int line;
    private final Map<String, Node> values;
    private final Set<String> read = new HashSet<>();

    MappingBlock(MappingFile file, int line, Map<String, Node> values) {
        this.file = file;
        this.line = line;
        this.values = values;
    }

    /** The keys, in their order. Asking for them alone does not make them known. */
    List<String> keys() {
        return List.copyOf(values.keySet());
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** A text that must be there. */
    String text(String key) throws Flawed {
        return text(required(key));
    }

    /** A text that may be there. */
    Optional<String> optional(String key) throws Flawed {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    /** A list of at least one text. */
    List<String> texts(String key) throws Flawed {
        List<String> texts = new ArrayList<>();
        for (Node node : file.sequence(required(key))) {
            texts.add(text(node));
        }
        if (texts.isEmpty()) {
            throw flaw(key, "the list is empty");
        }
        return List.copyOf(texts);
    }

    /** A whole number within bounds that must be there. */
    int number(String key, int least, int most) throws Flawed {
        String digits = file.scalar(required(key)).getValue();
        if (!INTEGER.matcher(digits).matches() || Integer.parseInt(digits) < least || Integer.parseInt(digits) > most) {
            throw flaw(key, "a whole number from " + least + " to " + most + " is expected");
        }
        return Integer.parseInt(digits);
    }

    /** {@code true} or {@code false}; false where it is absent. */
    boolean truth(String key) throws Flawed {
        if (!has(key)) {
            return false;
        }
        String word = file.scalar(required(key)).getValue();
        if (!word.equals("true") && !word.equals("false")) {
            throw flaw(key, "true or false is expected");
        }
        return word.equals("true");
    }

    /** Keys and values under a key that must be there. */
    MappingBlock block(String key) throws Flawed {
        return file.block(required(key));
    }

    /** A list of blocks; none where the key is absent. */
    List<MappingBlock> blocks(String key) throws Flawed {
        List<MappingBlock> blocks = new ArrayList<>();
        if (has(key)) {
            for (Node node : file.sequence(required(key))) {
                blocks.add(file.block(node));
            }
        }
        return List.copyOf(blocks);
    }

    /** Something is wrong with what a key says. */
    Flawed flaw(String key, String says) {
        Node value = values.get(key);
        return file.flaw(value == null ? line : MappingFile.line(value), key + ": " + says);
    }

    void requireAllRead() throws Flawed {
        for (String key : values.keySet()) {
            if (!read.contains(key)) {
                throw flaw(key, "no such key is known here");
            }
        }
    }

    private Node required(String key) throws Flawed {
        read.add(key);
        Node node = values.get(key);
        if (node == null) {
            throw file.flaw(line, key + ": it is missing");
        }
        return node;
    }

    private String text(Node node) throws Flawed {
        ScalarNode scalar = file.scalar(node);
        String text = scalar.getValue();
        if (scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN
                && AMBIGUOUS.matcher(text).matches()) {
            throw file.flaw(MappingFile.line(node), "a bare word can be read in two ways and needs quotes");
        }
        return text;
    }
}
