package org.marac.gateway.seal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/**
 * Reads the envelope document an agency signed: one JSON object (RFC 8259) in UTF-8 with exactly the fields {@code v, id, from, to, created,
 * contentType, content}, each once, in any order. Anything else is refused; nothing is guessed.
 */
final class EnvelopeReader {
    private static final int MOST_RECIPIENTS = 32;
    private static final int DEEPEST = 2;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Seal.MOST_BYTES)
                    .maxNumberLength(4)
                    .maxNameLength(16)
                    .build())
            .build();

    private enum Field {
        V("v"),
        ID("id"),
        FROM("from"),
        TO("to"),
        CREATED("created"),
        CONTENT_TYPE("contentType"),
        CONTENT("content");

        private final String key;

        Field(String key) {
            this.key = key;
        }

        static Field of(String key) throws Refused {
            for (Field field : values()) {
                if (field.key.equals(key)) {
                    return field;
                }
            }
            throw new Refused(Refusal.of(RefusalCode.INVALID, "envelope-field-unknown"));
        }
    }

    private EnvelopeReader() {}

    static Envelope read(byte[] document) throws Refused {
        Map<Field, String> texts = new EnumMap<>(Field.class);
        List<String> to = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(text(document))) {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Field field = Field.of(parser.currentName());
                JsonToken value = parser.nextToken();
                if (field == Field.TO) {
                    readRecipients(parser, to);
                    texts.put(field, "");
                } else {
                    expect(value, field == Field.V ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_STRING);
                    texts.put(field, parser.getText());
                }
            }
            expect(parser.currentToken(), JsonToken.END_OBJECT);
            if (parser.nextToken() != null) {
                throw unreadable();
            }
        } catch (IOException e) {
            throw unreadable();
        }
        return build(texts, to);
    }

    private static void readRecipients(JsonParser parser, List<String> to) throws IOException, Refused {
        expect(parser.currentToken(), JsonToken.START_ARRAY);
        while (parser.nextToken() == JsonToken.VALUE_STRING && to.size() < MOST_RECIPIENTS) {
            to.add(parser.getText());
        }
        expect(parser.currentToken(), JsonToken.END_ARRAY);
    }

    private static Envelope build(Map<Field, String> texts, List<String> to) throws Refused {
        for (Field field : Field.values()) {
            if (!texts.containsKey(field)) {
                throw new Refused(Refusal.at(RefusalCode.INVALID, "envelope-field-missing", "/" + field.key));
            }
        }
        if (!"1".equals(texts.get(Field.V))) {
            throw new Refused(Refusal.at(RefusalCode.UNSUPPORTED, "envelope-version", "/v"));
        }
        return new Envelope(
                value(Field.ID, texts, MessageId::new),
                value(Field.FROM, texts, AgencyId::new),
                recipients(to),
                value(Field.CREATED, texts, Instant::parse),
                value(Field.CONTENT_TYPE, texts, Function.identity()),
                value(Field.CONTENT, texts, t -> Bytes.of(Base64.getDecoder().decode(t))),
                Optional.empty(),
                Optional.empty());
    }

    private static List<AgencyId> recipients(List<String> to) throws Refused {
        try {
            List<AgencyId> agencies = to.stream().map(AgencyId::new).distinct().toList();
            if (agencies.isEmpty() || agencies.size() != to.size()) {
                throw invalid(Field.TO);
            }
            return agencies;
        } catch (IllegalArgumentException e) {
            throw invalid(Field.TO);
        }
    }

    private static <T> T value(Field field, Map<Field, String> texts, Function<String, T> reader) throws Refused {
        try {
            return reader.apply(Objects.requireNonNull(texts.get(field)));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw invalid(field);
        }
    }

    private static String text(byte[] document) throws CharacterCodingException {
        // A decoder made here reports malformed UTF-8; a byte order mark stays in the text and is no JSON.
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(document))
                .toString();
    }

    private static void expect(@Nullable JsonToken found, JsonToken wanted) throws Refused {
        if (found != wanted) {
            throw unreadable();
        }
    }

    private static Refused invalid(Field field) {
        return new Refused(Refusal.at(RefusalCode.INVALID, "envelope-field-invalid", "/" + field.key));
    }

    private static Refused unreadable() {
        return new Refused(Refusal.of(RefusalCode.UNREADABLE, "envelope-not-json"));
    }
}
