package org.jdbmail.core.moving.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jdbmail.core.moving.source.Origins;
import org.jspecify.annotations.Nullable;

/**
 * What a backup consists of, each thing once, found by the SHA-256 digest of its bytes. It lies in pack files: each thing behind a
 * line that tells its digest, its size, how many octets it takes, and whether these are deflated. A pack has its name when it is whole
 * and on the disk; of one that was broken off nothing is ever seen.
 */
final class Packs implements AutoCloseable {
    /** A pack is ended when it has so many octets. */
    private static final long FULL = 64L << 20;

    private static final int LONGEST_LINE = 128;

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d{1,10}) (\\d{1,10}) (deflated|plain)\n");

    /** Where a thing lies. */
    private record Place(Path pack, long offset, int size, int stored, boolean deflated) {}

    private final Path folder;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<Path, Long> sizes = new TreeMap<>();

    /** Packs of which not all can be found. */
    private final Set<Path> broken = new HashSet<>();

    private @Nullable FileChannel open;
    private @Nullable Path openFile;
    private long openSize;
    private final Map<String, Place> unfinished = new HashMap<>();
    private int next = 1;

    private Packs(Path folder) {
        this.folder = folder;
    }

    /** Opens those in a folder, which is made if it is not there. */
    static Packs open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Packs packs = new Packs(folder);
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".pack")) {
                packs.scan(file);
                packs.next = Math.max(packs.next, Integer.parseInt(name.substring(0, name.indexOf('.'))) + 1);
            }
        }
        return packs;
    }

    private void scan(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long at = 0;
            long size = channel.size();
            ByteBuffer line = ByteBuffer.allocate(LONGEST_LINE);
            while (at < size) {
                line.clear();
                channel.read(line, at);
                Matcher matcher = LINE.matcher(new String(line.array(), 0, line.position(), US_ASCII));
                if (!matcher.lookingAt()) {
                    // What comes behind can't be found; that it is missed is told when it is looked for.
                    broken.add(file);
                    break;
                }
                int stored = Integer.parseInt(matcher.group(3));
                Place place = new Place(
                        file,
                        at + matcher.end(),
                        Integer.parseInt(matcher.group(2)),
                        stored,
                        matcher.group(4).equals("deflated"));
                places.putIfAbsent(matcher.group(1), place);
                at = place.offset + stored;
            }
            sizes.put(file, size);
        }
    }

    boolean has(String digest) {
        return places.containsKey(digest) || unfinished.containsKey(digest);
    }

    /** Octets of all packs. */
    long octets() {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(Origins.sha256().digest(bytes));
    }

    /** Adds a thing unless it is there; returns its digest. */
    String put(byte[] bytes) throws IOException {
        String digest = digest(bytes);
        if (!has(digest)) {
            byte[] deflated = deflate(bytes);
            boolean isSmaller = deflated.length < bytes.length;
            write(digest, bytes.length, isSmaller ? deflated : bytes, isSmaller);
        }
        return digest;
    }

    private void write(String digest, int size, byte[] stored, boolean isDeflated) throws IOException {
        FileChannel channel = open;
        if (channel == null || openFile == null) {
            openFile = folder.resolve(String.format(Locale.ROOT, "%08d.pack", next++));
            openSize = 0;
            channel = FileChannel.open(
                    unfinished(openFile),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            open = channel;
        }
        byte[] line = (digest + " " + size + " " + stored.length + " " + (isDeflated ? "deflated" : "plain") + "\n")
                .getBytes(US_ASCII);
        writeAll(channel, line);
        writeAll(channel, stored);
        unfinished.put(digest, new Place(openFile, openSize + line.length, size, stored.length, isDeflated));
        openSize += line.length + stored.length;
        if (openSize >= FULL) {
            flush();
        }
    }

    private static Path unfinished(Path pack) {
        return pack.resolveSibling(pack.getFileName() + ".tmp");
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Brings what was added to the disk; from now on it is part of the backup. */
    void flush() throws IOException {
        FileChannel channel = open;
        Path file = openFile;
        if (channel == null || file == null) {
            return;
        }
        channel.force(true);
        channel.close();
        Files.move(unfinished(file), file, StandardCopyOption.ATOMIC_MOVE);
        places.putAll(unfinished);
        sizes.put(file, openSize);
        unfinished.clear();
        open = null;
        openFile = null;
    }

    /** A thing's bytes; empty if it is not there, or not what its digest says. */
    Optional<byte[]> get(String digest) throws IOException {
        Place place = places.get(digest);
        if (place == null) {
            return Optional.empty();
        }
        byte[] stored = new byte[place.stored];
        try (FileChannel channel = FileChannel.open(place.pack)) {
            ByteBuffer buffer = ByteBuffer.wrap(stored);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, place.offset + buffer.position()) < 0) {
                    return Optional.empty();
                }
            }
        }
        Optional<byte[]> bytes = place.deflated ? inflate(stored, place.size) : Optional.of(stored);
        return bytes.filter(whole -> digest(whole).equals(digest));
    }

    private static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
            byte[] piece = new byte[1 << 15];
            while (!deflater.finished()) {
                out.write(piece, 0, deflater.deflate(piece));
            }
            return out.toByteArray();
        }
    }

    private static Optional<byte[]> inflate(byte[] stored, int size) {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(stored);
            byte[] bytes = new byte[size];
            int length = 0;
            while (length < size) {
                int more = inflater.inflate(bytes, length, size - length);
                if (more == 0) {
                    return Optional.empty();
                }
                length += more;
            }
            return Optional.of(bytes);
        } catch (DataFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Removes what is not needed any more: packs without anything that is, and, where more than half of one is not, what is needed of it
     * goes into another. One that is damaged stays: somebody may be able to mend it.
     *
     * @return how many octets less there are
     */
    long keepOnly(Set<String> needed) throws IOException {
        Map<Path, Long> live = new HashMap<>();
        places.forEach((digest, place) -> {
            if (needed.contains(digest)) {
                live.merge(place.pack, (long) place.stored, Long::sum);
            }
        });
        long before = octets();
        List<Path> going = sizes.keySet().stream()
                .filter(pack -> !broken.contains(pack))
                .filter(pack -> live.getOrDefault(pack, 0L) * 2 < sizes.getOrDefault(pack, 0L))
                .toList();
        for (Map.Entry<String, Place> entry : Map.copyOf(places).entrySet()) {
            Place place = entry.getValue();
            if (going.contains(place.pack)) {
                boolean isNeeded = needed.contains(entry.getKey());
                Optional<byte[]> bytes = isNeeded ? get(entry.getKey()) : Optional.empty();
                if (isNeeded && bytes.isEmpty()) {
                    broken.add(place.pack);
                    continue;
                }
                places.remove(entry.getKey());
                if (bytes.isPresent()) {
                    put(bytes.get());
                }
            }
        }
        flush();
        for (Path pack : going) {
            if (!broken.contains(pack)) {
                Files.deleteIfExists(pack);
                sizes.remove(pack);
            }
        }
        return before - octets();
    }

    /** Forgets what was not flushed. */
    @Override
    public void close() throws IOException {
        FileChannel channel = open;
        Path file = openFile;
        open = null;
        if (channel != null && file != null) {
            channel.close();
            Files.deleteIfExists(unfinished(file));
        }
    }
}
