package org.marac.gateway.receipt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Ruling;

/**
 * The receipt's JSON, its keys in a fixed order. It speaks of agencies and codes alone: neither an acceptance nor a
 * refusal says whether a case or a person is known here.
 */
final class ReceiptDocument {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int VERSION = 1;

    private final String origin;
    private final Receipts.Checkpoints checkpoints;

    ReceiptDocument(String origin, Receipts.Checkpoints checkpoints) {
        this.origin = origin;
        this.checkpoints = checkpoints;
    }

    Bytes write(ReceiptFacts facts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField("receiptId", facts.receiptId());
            if (facts.messageId().isPresent()) {
                json.writeStringField("messageId", facts.messageId().get().value());
            }
            json.writeStringField("sha256", facts.received().hex());
            json.writeStringField("receivedAt", facts.receivedAt().toString());
            json.writeStringField("outcome", facts.outcome().name().toLowerCase(Locale.ROOT));
            refusal(json, facts.refusal());
            protocol(json, facts.protocol());
            recipients(json, facts);
            log(json, facts);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail", e);
        }
        return Bytes.of(out.toByteArray());
    }

    private static void refusal(JsonGenerator json, Optional<Refusal> refusal) throws IOException {
        if (refusal.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("refusal");
        json.writeStringField("code", refusal.get().code().code());
        json.writeStringField("sentence", refusal.get().code().sentence());
        if (refusal.get().reason().isPresent()) {
            json.writeStringField("reason", refusal.get().reason().get());
        }
        if (refusal.get().position().isPresent()) {
            json.writeStringField("position", refusal.get().position().get());
        }
        clauses(json, refusal.get().clauses());
        json.writeEndObject();
    }

    private static void clauses(JsonGenerator json, List<ClauseId> clauses) throws IOException {
        json.writeArrayFieldStart("clauses");
        for (ClauseId clause : clauses) {
            json.writeString(clause.value());
        }
        json.writeEndArray();
    }

    private static void protocol(JsonGenerator json, Optional<ProtocolRef> protocol) throws IOException {
        if (protocol.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("protocol");
        json.writeStringField("id", protocol.get().id());
        json.writeNumberField("version", protocol.get().version());
        json.writeStringField("sha256", protocol.get().digest().hex());
        json.writeEndObject();
    }

    private static void recipients(JsonGenerator json, ReceiptFacts facts) throws IOException {
        json.writeArrayFieldStart("recipients");
        for (Ruling ruling : facts.rulings()) {
            json.writeStartObject();
            json.writeStringField("agency", ruling.recipient().value());
            json.writeStringField("outcome", outcome(facts.outcome(), ruling));
            clauses(json, ruling.clauses());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** A permit means nothing to a recipient where the message as a whole was not accepted. */
    private static String outcome(Answered.Outcome whole, Ruling ruling) {
        if (ruling instanceof Ruling.Refuse) {
            return "refused";
        }
        if (ruling instanceof Ruling.Hold) {
            return "held";
        }
        return whole == Answered.Outcome.ACCEPTED ? "disclosed" : "not-disclosed";
    }

    private void log(JsonGenerator json, ReceiptFacts facts) throws IOException {
        json.writeObjectFieldStart("log");
        json.writeStringField("origin", origin);
        json.writeNumberField("index", facts.position().index());
        json.writeEndObject();
        Optional<String> checkpoint = checkpoints.latest();
        if (checkpoint.isPresent()) {
            json.writeStringField("checkpoint", checkpoint.get());
        }
    }
}
