ALTER TABLE third_places_picture ADD COLUMN kind TEXT NOT NULL DEFAULT 'photo';
