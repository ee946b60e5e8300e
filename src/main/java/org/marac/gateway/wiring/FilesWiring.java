package org.marac.gateway.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.marac.gateway.delivery.FileDrop;
import org.marac.gateway.files.FileServer;
import org.marac.gateway.files.FileServerSettings;
import org.marac.gateway.files.FilesDoor;
import org.marac.gateway.files.Folders;
import org.marac.gateway.files.KeyOwners;
import org.marac.gateway.files.KeyWrap;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.format.Formats;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.format.Splitter;
import org.marac.gateway.intake.RowProblems;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.intake.Splitting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;
import org.marac.gateway.record.KeyCustody;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** The agencies' folders, and what goes from them down the main line and back. */
@Configuration(proxyBeanMethods = false)
class FilesWiring {
    private static final String FILES = "files";
    private static final Duration PROVE = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofMinutes(5);

    @Bean
    Folders folders(GatewaySettings settings, KeyCustody custody, Clock clock) {
        return new Folders(directory(settings), new Wrap(custody), clock);
    }

    @Bean
    Rows rows(Admission admission, Formats formats, Mappings mappings, Clock clock, GatewaySettings settings) {
        return rows(admission, formats, mappings, clock, settings.maximumBytes());
    }

    /** Tables and forms, taken apart and read by the agencies' mappings. */
    static Rows rows(Admission admission, Formats formats, Mappings mappings, Clock clock, int maximumBytes) {
        Splitter splitter = new Splitter(mappings);
        return new Rows(
                admission,
                (agency, file, each) -> split(splitter, agency, file, each),
                (agency, row) -> problems(formats, agency, row),
                (agency, row) -> kin(formats, agency, row),
                clock,
                maximumBytes);
    }

    @Bean
    FilesDoor filesDoor(Folders folders, Rows rows, Clock clock) {
        return new FilesDoor(folders, rows, Splitter::line, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    FileServer fileServer(GatewaySettings settings, Folders folders, KeyOwners owners, FilesDoor door, Clock clock) {
        GatewaySettings.Files files = settings.files();
        return new FileServer(
                new FileServerSettings(
                        settings.host(),
                        files.port(),
                        directory(settings),
                        files.maximumBytes(),
                        files.quota(),
                        PROVE,
                        IDLE),
                folders,
                owners,
                door,
                clock);
    }

    @Bean
    KeyOwners keyOwners(SignedArea area, Clock clock) {
        return new CertificateOwners(area, clock);
    }

    @Bean
    FileDrop fileDrop(Folders folders) {
        return new FileDrop(folders::disclose);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> filesBegin(FilesDoor door) {
        return event -> door.start();
    }

    /** Before the rooms behind it close. */
    @Bean
    ApplicationListener<ContextClosedEvent> filesEnd(FilesDoor door) {
        return event -> door.close();
    }

    private static Path directory(GatewaySettings settings) {
        return settings.data().resolve(FILES);
    }

    private static void split(Splitter splitter, AgencyId agency, Splitting.Source file, Splitting.Each each)
            throws Refused, IOException {
        splitter.split(agency, file::open, new Splitter.Each() {
            @Override
            public void row(int number, Bytes row) throws IOException {
                each.row(number, row);
            }

            @Override
            public void notRead(String place, String code) throws IOException {
                each.notRead(place, code);
            }
        });
    }

    private static Set<String> kin(Formats formats, AgencyId agency, Bytes row) {
        try {
            return formats.kin(agency, row);
        } catch (Refused e) {
            // It is refused by itself and tells the next row nothing.
            return Set.of();
        }
    }

    private static List<RowProblems.Problem> problems(Formats formats, AgencyId agency, Bytes row) {
        try {
            return formats.problems(agency, row).stream()
                    .map(problem -> new RowProblems.Problem(problem.place(), problem.code()))
                    .toList();
        } catch (Refused e) {
            // Then the refusal itself says all there is to say.
            return List.of();
        }
    }

    /** The files' own keys, under the gateway's. */
    private record Wrap(KeyCustody custody) implements KeyWrap {
        @Override
        public Bytes wrap(byte[] key) {
            return custody.wrap(key, FILES);
        }

        @Override
        public byte[] unwrap(Bytes wrapped) {
            return custody.unwrap(wrapped, FILES);
        }
    }
}
