package org.marac.gateway.wiring;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.marac.gateway.delivery.FhirPost;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.KeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The FHIR door, outbound: with whose certificate it is called, and by which ids. */
@Configuration(proxyBeanMethods = false)
class FhirWiring {
    /**
     * To connect, and for an answer (the standard's own limit is five seconds); less than what was taken from the outbox is
     * lent for.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @Bean
    FhirPost fhirPost(
            GatewaySettings settings,
            SignedArea area,
            KeyCustody custody,
            Pseudonyms pseudonyms,
            CaseRecord caseRecord,
            Transactions transactions,
            Clock clock) {
        return new FhirPost(
                HttpWiring.bundle(settings.keys()).getManagers().getKeyManagers(),
                new Recipients(area, custody, pseudonyms, caseRecord, transactions, clock),
                PATIENCE,
                clock);
    }

    private record Recipients(
            SignedArea area,
            KeyCustody custody,
            Pseudonyms pseudonyms,
            CaseRecord caseRecord,
            Transactions transactions,
            Clock clock)
            implements FhirPost.Recipients {
        @Override
        public boolean isOf(AgencyId agency, Digest certificate) {
            return new CertificateOwners(area, clock).takes(agency, certificate, Door.FHIR);
        }

        @Override
        public byte[] uncovered(Bytes covered) {
            return custody.unwrap(covered, Closing.OUTBOX);
        }

        @Override
        public UUID conversation(AgencyId agency, String caseRef, List<UUID> ids) {
            UUID conversation = pseudonyms.mark("fhir-conversation", agency.value(), caseRef);
            List<UUID> all =
                    Stream.concat(Stream.of(conversation), ids.stream()).toList();
            transactions.write(connection -> {
                caseRecord.asked(connection, agency, caseRef, all);
                return conversation;
            });
            return conversation;
        }

        @Override
        public AgencyId self() {
            return area.shelf()
                    .inForce(clock.instant())
                    .orElseThrow()
                    .protocol()
                    .coordinator();
        }
    }
}
