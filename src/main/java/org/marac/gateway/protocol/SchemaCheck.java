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

/** Does a document fit one of our published JSON Schemas? */
final class SchemaCheck {
    private static final int MOST_FINDINGS = 50;

    private final Schema schema;

    /** @param resource the schema's file beside this class */
    SchemaCheck(String resource) {
        try (InputStream in = SchemaCheck.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("A schema is not in the build: " + resource);
            }
            this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in, InputFormat.JSON);
        } catch (IOException e) {
            throw new IllegalStateException("A schema cannot be read: " + resource, e);
        }
    }

    /** One sentence for everything that does not fit. */
    List<String> findings(JsonNode document) {
        List<String> findings = new ArrayList<>();
        for (Error error : schema.validate(document)) {
            findings.add(error.getInstanceLocation() + ": " + error.getMessage());
        }
        return findings.stream().distinct().limit(MOST_FINDINGS).toList();
    }
}
