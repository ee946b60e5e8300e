package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.EpisodeOfCare;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Person.Book;
import org.marac.gateway.model.Person.Knowing;
import org.marac.gateway.model.Refused;

/**
 * On whose books is a person? FHIR says it of a patient by the practice and by the episodes of care, where the
 * organisation carries our number of the agency; of anyone our own extensions say it.
 */
final class FhirBooks {
    private FhirBooks() {}

    static List<Knowing> of(Patient patient, Entries entries) throws Refused {
        Set<Knowing> known = new LinkedHashSet<>(said(patient));
        for (Reference practice : patient.getGeneralPractitioner()) {
            known.addAll(agencies(practice, entries, Book.PATIENT));
        }
        for (EpisodeOfCare episode : entries.all(EpisodeOfCare.class)) {
            if (entries.find(episode.getPatient(), Patient.class)
                    .filter(patient::equals)
                    .isPresent()) {
                known.addAll(agencies(episode.getManagingOrganization(), entries, Book.CLIENT));
            }
        }
        return List.copyOf(known);
    }

    /** What our own extensions say: {@code client-of}, {@code patient-of}, {@code tenant-of}, {@code pupil-of}. */
    static List<Knowing> said(DomainResource person) throws Refused {
        List<Knowing> known = new ArrayList<>();
        for (Book book : Book.values()) {
            String url = Codes.EXTENSION + book.name().toLowerCase(Locale.ROOT) + "-of";
            for (Extension extension : person.getExtension()) {
                if (url.equals(extension.getUrl()) && extension.hasValue()) {
                    known.add(new Knowing(
                            agency(String.valueOf(extension.getValue().primitiveValue()), person), book));
                }
            }
        }
        return known;
    }

    private static List<Knowing> agencies(Reference organisation, Entries entries, Book book) {
        return entries.find(organisation, Organization.class).stream()
                .flatMap(found -> found.getIdentifier().stream())
                .filter(id -> Codes.AGENCY.equals(id.getSystem()))
                .flatMap(id -> Fields.text(id.getValue()).stream())
                .filter(AgencyId::isValid)
                .map(id -> new Knowing(new AgencyId(id), book))
                .toList();
    }

    private static AgencyId agency(String id, DomainResource person) throws Refused {
        if (!AgencyId.isValid(id)) {
            throw Refusals.invalid("wrong-form", person.fhirType() + ".extension");
        }
        return new AgencyId(id);
    }
}
