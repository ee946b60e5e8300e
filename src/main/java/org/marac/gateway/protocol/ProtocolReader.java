package org.marac.gateway.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Protocol;

/**
 * What does this version say, if it says it soundly? Exact bytes in, protocol out: strict YAML, the published JSON
 * Schema, then what no schema can say, then the conditions of the clauses.
 */
final class ProtocolReader {
    private final SchemaCheck form = new SchemaCheck("protocol.schema.json");
    private final ConditionCheck conditions;

    ProtocolReader(ConditionCheck conditions) {
        this.conditions = conditions;
    }

    /** The protocol in the bytes, or every finding of the first check that has any. */
    Protocol read(Bytes bytes) throws UnsoundProtocol {
        JsonNode document = StrictYaml.read(bytes);
        stopAt(form.findings(document));
        stopAt(ProtocolLint.definitions(document));
        Protocol protocol = ProtocolForm.protocol(document, bytes.digest());
        stopAt(ProtocolLint.findings(protocol));
        stopAt(conditions.findings(protocol));
        return protocol;
    }

    private static void stopAt(List<String> findings) throws UnsoundProtocol {
        if (!findings.isEmpty()) {
            throw new UnsoundProtocol(findings);
        }
    }
}
