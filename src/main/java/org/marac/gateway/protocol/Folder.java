package org.marac.gateway.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Protocol;

/**
 * What lies in an area's folder: {@code v<N>/protocol.yaml}, {@code v<N>/signatures/}, {@code v<N>/withdrawals/},
 * {@code v<N>/suspensions/}, {@code v<N>/reinstatements/}. A folder may bear a label after its number, as {@code v2-corrected} does.
 */
final class Folder {
    private static final Pattern VERSION = Pattern.compile("v([1-9][0-9]{0,3})(-[a-z0-9-]{1,32})?");
    // One byte more than a protocol may have: enough to see that it is too large.
    private static final int MOST_PROTOCOL = (1 << 20) + 1;
    private static final int MOST_SIGNATURE = 1 << 16;
    private static final int DEEPEST = 3;
    private static final String P7S = ".p7s";
    private static final String YAML = ".yaml";
    /** Before the ending of the chair's signature on what the agency signs too. */
    private static final String CHAIR = ".chair";

    private final Path area;
    private final ProtocolReader reader;

    Folder(Path area, ProtocolReader reader) {
        this.area = area;
        this.reader = reader;
    }

    /** Names, sizes and times of all that is read here: when they are the same, nothing has changed. */
    String state() {
        try {
            StringBuilder state = new StringBuilder();
            for (Path version : versions()) {
                try (Stream<Path> files = Files.walk(version, DEEPEST)) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        state.append(area.relativize(file))
                                .append(' ')
                                .append(Files.size(file))
                                .append(' ')
                                .append(Files.getLastModifiedTime(file))
                                .append('\n');
                    }
                }
            }
            return state.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("The protocol folder cannot be read", e);
        }
    }

    /** Every version in the folder, sound or not, in the order of their numbers. */
    List<Sheet> sheets() {
        try {
            List<Sheet> sheets = new ArrayList<>();
            for (Path version : versions()) {
                sheets.add(sheet(version));
            }
            return List.copyOf(sheets);
        } catch (IOException e) {
            throw new UncheckedIOException("The protocol folder cannot be read", e);
        }
    }

    private List<Path> versions() throws IOException {
        try (Stream<Path> entries = Files.list(area)) {
            return entries.filter(path -> VERSION.matcher(name(path)).matches())
                    .sorted(Comparator.comparingInt(Folder::number).thenComparing(Folder::name))
                    .toList();
        }
    }

    private Sheet sheet(Path folder) throws IOException {
        Path file = folder.resolve("protocol.yaml");
        Bytes bytes = Files.isRegularFile(file) ? read(file, MOST_PROTOCOL) : Bytes.utf8("");
        List<String> findings = new ArrayList<>();
        Optional<Protocol> protocol = Optional.empty();
        try {
            Protocol read = reader.read(bytes);
            protocol = Optional.of(read);
            if (read.version() != number(folder)) {
                findings.add("the folder says version " + number(folder) + ", the protocol version " + read.version());
            }
        } catch (UnsoundProtocol e) {
            findings.addAll(e.findings());
        }
        List<SignedStatement> statements = new ArrayList<>();
        for (Statement.Kind kind : Statement.Kind.values()) {
            statements.addAll(statements(folder.resolve(kind.folder()), kind));
        }
        return new Sheet(
                name(folder),
                number(folder),
                bytes,
                protocol,
                findings,
                files(folder.resolve("signatures"), Set.of(P7S)),
                statements,
                false);
    }

    /** Any file counts as a statement, whatever it is called: a misnamed one must be noticed and not passed over. */
    private static List<SignedStatement> statements(Path folder, Statement.Kind kind) throws IOException {
        Map<String, Bytes> chairs = new HashMap<>();
        Map<String, Bytes> signatures = new HashMap<>();
        files(folder, Set.of(P7S)).forEach((name, p7s) -> {
            boolean chair = kind == Statement.Kind.REINSTATEMENT && name.endsWith(CHAIR);
            (chair ? chairs : signatures).put(chair ? name.substring(0, name.length() - CHAIR.length()) : name, p7s);
        });
        Map<String, Bytes> texts = files(folder, Set.of(YAML, ".yml", ".txt", ".json"));
        Set<String> names = new TreeSet<>(texts.keySet());
        names.addAll(signatures.keySet());
        names.addAll(chairs.keySet());
        return names.stream()
                .map(name -> new SignedStatement(
                        name,
                        kind,
                        Optional.ofNullable(texts.get(name)),
                        Optional.ofNullable(signatures.get(name)),
                        Optional.ofNullable(chairs.get(name))))
                .toList();
    }

    private static Map<String, Bytes> files(Path folder, Set<String> endings) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(Files::isRegularFile)
                    .filter(path -> !name(path).startsWith("."))
                    .sorted()
                    .collect(Collectors.toList());
            Map<String, Bytes> read = new HashMap<>();
            for (Path file : files) {
                for (String ending : endings) {
                    if (name(file).endsWith(ending)) {
                        read.put(
                                name(file).substring(0, name(file).length() - ending.length()),
                                read(file, MOST_SIGNATURE));
                    }
                }
            }
            return read;
        }
    }

    private static Bytes read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Bytes.of(in.readNBytes(most));
        }
    }

    private static int number(Path folder) {
        Matcher matcher = VERSION.matcher(name(folder));
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
