package org.jdbmail.core.index;

/** Goes through the messages of a snapshot in order, chunk by chunk. */
final class Places {
    private final Chunk[] chunks;
    private int chunk;
    private int index;

    Places(MailboxSnapshot snapshot) {
        this.chunks = snapshot.chunks;
    }

    /** Whether there is a message here. */
    boolean isHere() {
        return chunk < chunks.length;
    }

    /** Whether a chunk begins here. */
    boolean isAtStart() {
        return index == 0;
    }

    Chunk chunk() {
        return chunks[chunk];
    }

    int index() {
        return index;
    }

    long uid() {
        return chunks[chunk].uids[index];
    }

    /** Goes to the next message. */
    void next() {
        index++;
        if (index == chunks[chunk].size) {
            nextChunk();
        }
    }

    /** Goes to the next chunk. */
    void nextChunk() {
        chunk++;
        index = 0;
    }

    /** Whether both stand at the beginning of a chunk, and these are of the same messages. */
    boolean beginsLike(Places other) {
        return isHere()
                && other.isHere()
                && isAtStart()
                && other.isAtStart()
                && chunk().isOfSameMessages(other.chunk());
    }
}
