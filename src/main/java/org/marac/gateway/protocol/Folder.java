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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Protocol;

/** What lies in an area's folder: {@code v<N>/protocol.yaml}, {@code v<N>/signatures/}, {@code v<N>/withdrawals/}. */
final class Folder {
    private static final Pattern VERSION = Pattern.compile("v[1-9][0-9]{0,3}");
    // One byte more than a protocol may have: enough to see that it is too large.
    private static final int MOST_PROTOCOL = (1 << 20) + 1;
    private static final int MOST_SIGNATURE = 1 << 16;
    private static final String P7S = ".p7s";
    private static final String TXT = ".txt";

    private final ProtocolReader reader;

    Folder(ProtocolReader reader) {
        this.reader = reader;
    }

    /** Every version in the folder, sound or not, in the order of their numbers. */
    List<Sheet> sheets(Path area) {
        try (Stream<Path> entries = Files.list(area)) {
            List<Path> versions = entries.filter(
                            path -> VERSION.matcher(name(path)).matches())
                    .sorted(Comparator.comparingInt(Folder::number))
                    .toList();
            List<Sheet> sheets = new ArrayList<>();
            for (Path version : versions) {
                sheets.add(sheet(version));
            }
            return List.copyOf(sheets);
        } catch (IOException e) {
            throw new UncheckedIOException("The protocol folder cannot be read", e);
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
        return new Sheet(
                number(folder),
                bytes,
                protocol,
                findings,
                files(folder.resolve("signatures"), P7S),
                withdrawals(folder.resolve("withdrawals")));
    }

    private static Map<String, Withdrawal> withdrawals(Path folder) throws IOException {
        Map<String, Bytes> statements = files(folder, TXT);
        Map<String, Bytes> signatures = files(folder, P7S);
        Set<String> agencies = new TreeSet<>(statements.keySet());
        agencies.addAll(signatures.keySet());
        Map<String, Withdrawal> withdrawals = new HashMap<>();
        for (String agency : agencies) {
            withdrawals.put(
                    agency,
                    new Withdrawal(
                            Optional.ofNullable(statements.get(agency)), Optional.ofNullable(signatures.get(agency))));
        }
        return withdrawals;
    }

    private static Map<String, Bytes> files(Path folder, String ending) throws IOException {
        Map<String, Bytes> files = new HashMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.filter(path -> name(path).endsWith(ending)).toList()) {
                String agency = name(file).substring(0, name(file).length() - ending.length());
                files.put(agency, read(file, MOST_SIGNATURE));
            }
        }
        return files;
    }

    private static Bytes read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Bytes.of(in.readNBytes(most));
        }
    }

    private static int number(Path folder) {
        return Integer.parseInt(name(folder).substring(1));
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
