package org.marac.gateway.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Protocol;

/**
 * What does this version say, if it says it soundly? Exact bytes in, protocol out: strict YAML, the published JSON
 * Schema, then what no schema can say, then the conditions of the clauses.
 */
final class ProtocolReader {
    private static final String SCHEMA = "protocol.schema.json";
    private static final int MOST_FINDINGS = 50;

    private final Schema schema;
    private final ConditionCheck conditions;

    ProtocolReader(ConditionCheck conditions) {
        this.schema = schema();
        this.conditions = conditions;
    }

    /** The protocol in the bytes, or every finding of the first check that has any. */
    Protocol read(Bytes bytes) throws UnsoundProtocol {
        JsonNode document = StrictYaml.read(bytes);
        stopAt(formFindings(document));
        stopAt(ProtocolLint.definitions(document));
        Protocol protocol = ProtocolForm.protocol(document, bytes.digest());
        stopAt(ProtocolLint.findings(protocol));
        stopAt(conditions.findings(protocol));
        return protocol;
    }

    private List<String> formFindings(JsonNode document) {
        List<String> findings = new ArrayList<>();
        for (Error error : schema.validate(document)) {
            findings.add(error.getInstanceLocation() + ": " + error.getMessage());
        }
        return findings.stream().distinct().limit(MOST_FINDINGS).toList();
    }

    private static void stopAt(List<String> findings) throws UnsoundProtocol {
        if (!findings.isEmpty()) {
            throw new UnsoundProtocol(findings);
        }
    }

    private static Schema schema() {
        try (InputStream in = ProtocolReader.class.getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException("The protocol's schema is not in the build");
            }
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in, InputFormat.JSON);
        } catch (IOException e) {
            throw new IllegalStateException("The protocol's schema cannot be read", e);
        }
    }
}
