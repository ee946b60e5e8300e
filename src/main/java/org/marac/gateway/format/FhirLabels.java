package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.marac.gateway.model.Label;

/** Which confidentiality labels came with it? A label on any part is a label on the whole: labels make it stricter, never laxer. */
final class FhirLabels {
    private FhirLabels() {}

    static List<Label> all(Entries entries) {
        Set<Label> labels = new TreeSet<>();
        Stream.concat(Stream.of((Resource) entries.bundle()), entries.resources().stream())
                .forEach(resource -> labels.addAll(of(resource)));
        return new ArrayList<>(labels);
    }

    /** Whether addresses of this resource count as withheld (Personal Demographics Service: restricted). */
    static boolean isRestricted(Resource resource) {
        return of(resource).stream().anyMatch(l -> l == Label.R || l == Label.V || l == Label.REDACTED);
    }

    private static Set<Label> of(Resource resource) {
        Set<Label> labels = new TreeSet<>();
        for (Coding coding : resource.getMeta().getSecurity()) {
            if (Codes.LABELS
                    .getOrDefault(String.valueOf(coding.getSystem()), Set.of())
                    .contains(coding.getCode())) {
                labels.add(Label.valueOf(coding.getCode()));
            }
        }
        return labels;
    }
}
