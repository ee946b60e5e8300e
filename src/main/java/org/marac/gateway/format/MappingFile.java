package org.marac.gateway.format;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One file of an agency's mappings, read strictly: YAML that a person and every program read alike (one document, no anchors,
 * aliases or tags, no key twice), and no key that nobody asked for. What is wrong is said with its line.
 */
final class MappingFile {
    private static final int MOST_BYTES = 1 << 20;
    private static final int DEEPEST = 16;
    private static final Pattern BESIDE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Path path;
    private final Consumer<Path> reads;
    private final Duration longest;
    private final List<MappingBlock> blocks = new ArrayList<>();
    private @Nullable MappingBlock top;

    /**
     * @param path the file
     * @param reads is told of every file read beside it
     * @param longest how long what it says may run on one document
     */
    MappingFile(Path path, Consumer<Path> reads, Duration longest) {
        this.path = path;
        this.reads = reads;
        this.longest = longest;
    }

    /** For a template or stylesheet it names. */
    Patience patience() {
        return new Patience(longest);
    }

    void open() throws Flawed {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MOST_BYTES);
        limits.setNestingDepthLimit(DEEPEST);
        try {
            Node root = new Yaml(limits).compose(new StringReader(text(path)));
            if (root == null) {
                throw flaw(1, "it is empty");
            }
            top = block(root);
        } catch (MarkedYAMLException e) {
            throw flaw(e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1, "it is not YAML");
        } catch (YAMLException e) {
            throw flaw(1, "it is not YAML, or nested too deep");
        }
    }

    /** All of it. */
    MappingBlock top() {
        return Objects.requireNonNull(top);
    }

    /** The text of a file in the same folder. */
    String beside(MappingBlock block, String key) throws Flawed {
        String name = block.text(key);
        if (!BESIDE.matcher(name).matches()) {
            throw block.flaw(key, "it must be the name of a file in the same folder");
        }
        Path file = path.resolveSibling(name);
        reads.accept(file);
        if (!Files.isRegularFile(file)) {
            throw block.flaw(key, "there is no such file");
        }
        return text(file);
    }

    /** Something is wrong with the file. */
    Flawed flaw(int line, String says) {
        return new Flawed(String.valueOf(path.getFileName()), line, says);
    }

    /** Every key means something. */
    void requireAllRead() throws Flawed {
        for (MappingBlock block : blocks) {
            block.requireAllRead();
        }
    }

    private static String text(Path file) throws Flawed {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > MOST_BYTES) {
                throw new Flawed(String.valueOf(file.getFileName()), 1, "it is larger than 1 MiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IOException e) {
            throw new Flawed(String.valueOf(file.getFileName()), 1, "it cannot be read, or is not UTF-8");
        }
    }

    MappingBlock block(Node node) throws Flawed {
        plainOnly(node);
        if (!(node instanceof MappingNode mapping)) {
            throw flaw(line(node), "keys with values are expected here");
        }
        Map<String, Node> values = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            plainOnly(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw flaw(line(entry.getKeyNode()), "a key is not a word");
            }
            if (values.put(key.getValue(), entry.getValueNode()) != null) {
                throw flaw(line(key), "the key " + key.getValue() + " stands twice");
            }
        }
        MappingBlock block = new MappingBlock(this, line(node), values);
        blocks.add(block);
        return block;
    }

    List<Node> sequence(Node node) throws Flawed {
        plainOnly(node);
        if (!(node instanceof SequenceNode sequence)) {
            throw flaw(line(node), "a list is expected here");
        }
        return sequence.getValue();
    }

    ScalarNode scalar(Node node) throws Flawed {
        plainOnly(node);
        if (!(node instanceof ScalarNode scalar)) {
            throw flaw(line(node), "one value is expected here");
        }
        return scalar;
    }

    private void plainOnly(Node node) throws Flawed {
        if (node.getAnchor() != null) {
            throw flaw(line(node), "it has an anchor");
        }
        if (!node.getTag().startsWith(Tag.PREFIX)) {
            throw flaw(line(node), "it has a tag");
        }
    }

    static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }
}
