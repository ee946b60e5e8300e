package org.marac.gateway.format;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Refused;

/** JSON as this room reads and writes it: strict, bounded, and in one fixed order. */
final class Json {
    /** Deeper than any message of ours or of FHIR, and far from what a stack can bear. */
    static final int DEEPEST = 64;

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxDocumentLength(4L * 1024 * 1024)
            // The longest is an attached document in Base64.
            .maxStringLength(1_400_000)
            .maxNameLength(128)
            .maxNumberLength(32)
            .maxTokenCount(200_000)
            .build();

    static final ObjectMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(BOUNDS).build())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(AgencyId.class, ToStringSerializer.instance)
                    .addSerializer(MessageId.class, ToStringSerializer.instance)
                    .addSerializer(Attachment.Type.class, ToStringSerializer.instance)
                    .addDeserializer(
                            Attachment.Type.class,
                            fromText(code -> Attachment.Type.of(code).orElseThrow(IllegalArgumentException::new)))
                    .addDeserializer(AgencyId.class, fromText(AgencyId::new))
                    .addDeserializer(MessageId.class, fromText(MessageId::new))
                    .addSerializer(new InOrder()))
            // A record may answer questions about itself, as Consent.isRecorded does; only its components are data.
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.USE_DEFAULTS))
            .withConfigOverride(List.class, o -> o.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .withConfigOverride(Set.class, o -> o.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .build();

    private Json() {}

    /** The text of bytes that must be UTF-8, without a byte order mark (RFC 8259, section 8.1). */
    static String text(Bytes bytes) throws Refused {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusals.unreadable("not-utf-8");
        }
    }

    /** One JSON value and nothing after it: no duplicate keys, nothing outside RFC 8259, nothing out of bounds. */
    static JsonNode tree(String text) throws Refused {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree == null || tree.isMissingNode()) {
                throw Refusals.unreadable("empty");
            }
            return tree;
        } catch (JsonProcessingException e) {
            // The library's message quotes the input; only the fact is passed on.
            throw Refusals.unreadable("not-json");
        }
    }

    private static <T> JsonDeserializer<T> fromText(Function<String, T> maker) {
        return new JsonDeserializer<>() {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                return maker.apply(parser.getText());
            }
        };
    }

    /** Sets in the order of their values: a set's own order differs from one run of the program to the next. */
    private static final class InOrder extends JsonSerializer<Set<?>> {
        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public Class<Set<?>> handledType() {
            return (Class) Set.class;
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Set<?> value) {
            return value.isEmpty();
        }

        @Override
        public void serialize(Set<?> value, JsonGenerator to, SerializerProvider provider) throws IOException {
            to.writeStartArray();
            for (Object element : value.stream().sorted().toList()) {
                to.writeString(element.toString());
            }
            to.writeEndArray();
        }
    }
}
