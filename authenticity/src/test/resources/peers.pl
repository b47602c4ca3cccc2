# Signs and checks messages by Mail::DKIM, for a folder of files, in one run. What it found is printed, a line for each file.
use strict;
use warnings;
use Mail::DKIM::ARC::Signer;
use Mail::DKIM::ARC::Verifier;
use Mail::DKIM::DNS;
use Mail::DKIM::PrivateKey;
use Mail::DKIM::Signer;
use Mail::DKIM::Verifier;
use Net::DNS::Resolver;

my ($folder, $port) = @ARGV;
Mail::DKIM::DNS::resolver(Net::DNS::Resolver->new(
    nameservers => ['127.0.0.1'], port => $port, retry => 2, retrans => 2, udp_timeout => 5,
));
srand 22;

sub names {
    opendir my $in, "$folder/$_[0]" or die $!;
    my @names = sort grep { /eml$/ } readdir $in;
    return @names;
}

sub content {
    open my $in, '<:raw', "$folder/$_[0]" or die $!;
    local $/;
    my $text = <$in>;
    return $text;
}

sub put {
    my ($name, $text) = @_;
    open my $out, '>:raw', "$folder/$name" or die $!;
    print $out $text;
    close $out or die $!;
}

sub fed {
    my ($dkim, $text) = @_;
    $dkim->PRINT($text);
    $dkim->CLOSE;
    return $dkim;
}

for my $name (names('ours')) {
    my $checks = fed(Mail::DKIM::Verifier->new, content("ours/$name"));
    my @said = map { $_->selector . '=' . $_->result } grep { ($_->domain // '') eq 'ours.test' } $checks->signatures;
    print "ours/$name @said\n";
}
for my $name (names('sealed')) {
    print "sealed/$name arc=", fed(Mail::DKIM::ARC::Verifier->new, content("sealed/$name"))->result, "\n";
}
my $key = Mail::DKIM::PrivateKey->load(File => "$folder/rsa.pem");
for my $name (names('plain')) {
    my $text = content("plain/$name");
    my $form = join '/', map { rand() < 0.5 ? 'simple' : 'relaxed' } 1 .. 2;
    my $signer = fed(Mail::DKIM::Signer->new(
        Algorithm => 'rsa-sha256', Method => $form, Domain => 'theirs.test', Selector => 'rsa', Key => $key,
    ), $text);
    put("perl/$name", $signer->signature->as_string . "\r\n" . $text);
    my $sealer = fed(Mail::DKIM::ARC::Signer->new(
        Algorithm => 'rsa-sha256', Chain => 'none', Domain => 'theirs.test', SrvId => 'mx.theirs.test', Selector => 'rsa', Key => $key,
    ), $text);
    die "$name: " . $sealer->{details} if $sealer->{result} ne 'sealed';
    put("perl-sealed/$name", join("\r\n", $sealer->as_strings) . "\r\n" . $text);
}
