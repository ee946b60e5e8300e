package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.marac.gateway.model.Refused;

/** The resources of a message, found by type and by reference. References that lead out of the message are tolerated and lead nowhere. */
final class Entries {
    private static final int MOST = 500;

    private final Bundle bundle;
    private final MessageHeader header;
    private final List<Resource> resources = new ArrayList<>();
    private final Map<String, Resource> byReference = new HashMap<>();
    private final Map<Resource, String> fullUrls = new IdentityHashMap<>();

    private Entries(Bundle bundle, MessageHeader header) {
        this.bundle = bundle;
        this.header = header;
    }

    /** The entries of a message; every entry has a resource, and no two the same address. */
    static Entries of(Bundle bundle) throws Refused {
        if (bundle.getType() != Bundle.BundleType.MESSAGE
                || !(bundle.getEntryFirstRep().getResource() instanceof MessageHeader header)) {
            throw Refusals.invalid(Fhir.NOT_A_MESSAGE, "Bundle");
        }
        if (bundle.getEntry().size() > MOST) {
            throw Refusals.invalid("too-many", "Bundle.entry");
        }
        Entries entries = new Entries(bundle, header);
        Set<String> seen = new HashSet<>();
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            Resource resource = entry.getResource();
            if (resource == null || resource.isEmpty()) {
                throw Refusals.invalid("empty-entry", "Bundle.entry");
            }
            if (entry.hasFullUrl()) {
                entries.name(entry.getFullUrl(), resource, seen);
                entries.fullUrls.put(resource, entry.getFullUrl());
            }
            if (resource.getIdElement().hasIdPart()) {
                entries.name(resource.fhirType() + "/" + resource.getIdElement().getIdPart(), resource, seen);
            }
            entries.resources.add(resource);
        }
        return entries;
    }

    private void name(String reference, Resource resource, Set<String> seen) throws Refused {
        if (!seen.add(reference)) {
            throw Refusals.invalid("duplicate-id", "Bundle.entry.fullUrl");
        }
        byReference.put(reference, resource);
    }

    Bundle bundle() {
        return bundle;
    }

    MessageHeader header() {
        return header;
    }

    List<Resource> resources() {
        return List.copyOf(resources);
    }

    /** The entry's address in this message. */
    Optional<String> fullUrl(Resource resource) {
        return Optional.ofNullable(fullUrls.get(resource));
    }

    <T extends Resource> List<T> all(Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** What a reference leads to in this message, if it is of that type. */
    <T extends Resource> Optional<T> find(Reference reference, Class<T> type) {
        return Optional.ofNullable(reference.getReference())
                .map(byReference::get)
                .filter(type::isInstance)
                .map(type::cast);
    }
}
