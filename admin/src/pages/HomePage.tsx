import Box from '@mui/material/Box';
import { useCatalog } from '../ui/catalog';
import { HomeCard } from '../ui/home/HomeCard';
import { Counts } from '../ui/home/Counts';
import { Recent } from '../ui/home/Recent';
import { Failure } from '../ui/Message';
import { PageHeader } from '../ui/PageHeader';
import { useStats } from '../ui/useStats';
import { Markdown } from '../ui/text/Markdown';

/** What there is: the cards of the configuration, or else a card for each entry of the menu. */
export const HomePage = () => {
  const { config } = useCatalog();
  const cards = config.home?.cards ?? [];
  const { data: stats, error, refetch } = useStats();
  return (
    <>
      <PageHeader title={config.home?.title ?? config.title} description={config.home?.text === undefined ? undefined : <Markdown text={config.home.text} />} />
      {error !== null ? <Failure error={error} retry={() => void refetch()} /> : cards.length === 0 ? <Counts stats={stats} /> : (
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(4, minmax(0, 1fr))' } }}>
          {cards.map((card, index) => <HomeCard key={index} card={card} drawn={stats?.cards[index]} />)}
        </Box>
      )}
      {cards.length === 0 && config.hasAudit && config.settings.pages['audit'] !== false && <Recent />}
    </>
  );
};
