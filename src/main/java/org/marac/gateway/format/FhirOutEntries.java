package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.marac.gateway.model.Digest;

/**
 * The entries of one message that leaves. Their addresses come from what is sealed, so that the same is written whenever it is
 * sent again.
 */
final class FhirOutEntries {
    private final Digest sealed;
    private final Bundle bundle;
    private int count;

    FhirOutEntries(Digest sealed, Bundle bundle) {
        this.sealed = sealed;
        this.bundle = bundle;
    }

    /** An id of this message that no other has. */
    String id(String of) {
        return UUID.nameUUIDFromBytes((sealed.hex() + ' ' + of).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Puts it in; what it is referred to by. */
    Reference add(Resource resource) {
        String id = id("entry " + count++);
        resource.setId(id);
        String url = "urn:uuid:" + id;
        bundle.addEntry().setFullUrl(url).setResource(resource);
        return new Reference(url);
    }

    static Optional<String> text(JsonNode of, String name) {
        return Optional.ofNullable(of.get(name)).filter(JsonNode::isValueNode).map(JsonNode::asText);
    }

    static List<JsonNode> all(JsonNode of, String name) {
        return StreamSupport.stream(of.path(name).spliterator(), false).toList();
    }

    static List<String> texts(JsonNode of, String name) {
        List<String> texts = new ArrayList<>();
        all(of, name).forEach(one -> texts.add(one.asText()));
        return texts;
    }

    /** A word of one of our lists as FHIR writes it. */
    static String code(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static CodeableConcept concept(String system, String word) {
        return new CodeableConcept(new Coding().setSystem(system).setCode(code(word)));
    }

    /** One of our own extensions, where there is something to say. */
    static void say(DomainResource on, String name, Optional<String> words) {
        words.ifPresent(said -> on.addExtension(extension(name, new StringType(said))));
    }

    /** The same with a word of one of our lists. */
    static void choose(DomainResource on, String name, Optional<String> word) {
        word.ifPresent(said -> on.addExtension(extension(name, new CodeType(code(said)))));
    }

    static Extension extension(String name, Type value) {
        return new Extension(Codes.EXTENSION + name, value);
    }
}
