package org.marac.gateway.seal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.ProtocolRef;

/** Writes the envelope document the gateway signs: JSON in UTF-8, always in this order and without white space, so that equal envelopes are equal bytes. */
final class EnvelopeWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private EnvelopeWriter() {}

    static byte[] write(Envelope envelope) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("v", 1);
            json.writeStringField("id", envelope.id().value());
            json.writeStringField("from", envelope.from().value());
            writeAll(json, "to", envelope.to());
            json.writeStringField("created", envelope.created().toString());
            json.writeStringField("contentType", envelope.contentType());
            json.writeStringField(
                    "content",
                    Base64.getEncoder().encodeToString(envelope.content().toArray()));
            if (envelope.protocol().isPresent()) {
                write(json, envelope.protocol().get());
            }
            if (envelope.handling().isPresent()) {
                write(json, envelope.handling().get());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, ProtocolRef protocol) throws IOException {
        json.writeObjectFieldStart("protocol");
        json.writeStringField("id", protocol.id());
        json.writeNumberField("version", protocol.version());
        json.writeStringField("sha256", protocol.digest().hex());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Envelope.Handling handling) throws IOException {
        json.writeObjectFieldStart("handling");
        json.writeStringField("originator", handling.originator().value());
        json.writeStringField("marking", handling.marking());
        if (handling.originalMarking().isPresent()) {
            json.writeStringField("originalMarking", handling.originalMarking().get());
        }
        json.writeStringField("purpose", handling.purpose().name());
        writeAll(json, "clauses", handling.clauses());
        writeAll(json, "obligations", handling.obligations());
        writeAll(json, "withheld", handling.withheld());
        writeAll(json, "keepOutOf", handling.keepOutOf());
        writeAll(
                json,
                "instructions",
                handling.obligations().stream().map(Obligation::instruction).toList());
        if (handling.expires().isPresent()) {
            json.writeStringField("expires", handling.expires().get().toString());
        }
        json.writeEndObject();
    }

    private static void writeAll(JsonGenerator json, String name, List<?> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (Object value : values) {
            json.writeString(value.toString());
        }
        json.writeEndArray();
    }
}
