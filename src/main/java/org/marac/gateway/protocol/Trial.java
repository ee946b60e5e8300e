package org.marac.gateway.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Protocol;

/**
 * What would a version decide? Reads a version and its decision tables ({@code v<N>/cases/*.yaml}), signed or not, for
 * those who try it before they sign.
 */
public final class Trial {
    private static final String DOCUMENT = "protocol.yaml";
    private static final String CASES = "cases";

    private final ProtocolReader reader;
    private final SchemaCheck tables = new SchemaCheck("cases.schema.json");

    /** @param conditions checks the conditions of clauses */
    public Trial(ConditionCheck conditions) {
        this.reader = new ProtocolReader(conditions);
    }

    /**
     * The version in a folder; whether it is signed is not asked.
     *
     * @throws IllegalArgumentException with every finding, where the document is not sound
     */
    public Protocol version(Path folder) {
        try {
            return reader.read(bytes(folder.resolve(DOCUMENT)));
        } catch (UnsoundProtocol e) {
            throw new IllegalArgumentException(folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Every case of the version's decision tables, file by file in order of their names; empty where there are none.
     *
     * @throws IllegalArgumentException with every finding, where a table cannot be read in one way only
     */
    public List<DecisionCase> cases(Path folder, Protocol protocol) {
        List<DecisionCase> cases = new ArrayList<>();
        for (Path table : tables(folder.resolve(CASES))) {
            try {
                JsonNode document = StrictYaml.read(bytes(table));
                List<String> findings = tables.findings(document);
                if (!findings.isEmpty()) {
                    throw new UnsoundProtocol(findings);
                }
                cases.addAll(CaseForm.cases(document, String.valueOf(table.getFileName()), protocol));
            } catch (UnsoundProtocol e) {
                throw new IllegalArgumentException(table + ": " + e.getMessage(), e);
            }
        }
        return cases;
    }

    private static List<Path> tables(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The decision tables cannot be listed", e);
        }
    }

    private static Bytes bytes(Path file) {
        try {
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
